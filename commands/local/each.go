package local

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
)

// LiveTarget returns an object as servers know it.
func LiveTarget(o inspect.Object) control.Target {
	return control.Target{Worker: o.Namespace.Worker, Class: o.Namespace.Class, ID: o.ID.String(), Name: o.Name}
}

// Label names an object with its class.
func Label(o inspect.Object) string { return o.Namespace.Label + "/" + diag.Visible(o.String()) }

// EachObject calls fn with each object, several at a time.
func EachObject[T any](ctx context.Context, objects []T, fn func(T) error) error {
	var mu sync.Mutex // guards errs
	var errs []error
	var workers errgroup.Group
	workers.SetLimit(16)
	for _, o := range objects {
		if ctx.Err() != nil {
			break
		}
		workers.Go(func() error {
			if err := fn(o); err != nil {
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			}
			return nil
		})
	}
	workers.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return FewErrors(errs)
}

// FewErrors joins errors: only the first few of many.
func FewErrors(errs []error) error {
	if len(errs) > 3 {
		errs = append(errs[:3:3], fmt.Errorf("and %d more", len(errs)-3))
	}
	return errors.Join(errs...)
}

// AlarmError returns the error of an object that was given an alarm.
func AlarmError(o inspect.Object, err error) error {
	var refused *control.ObjectError
	if errors.As(err, &refused) && strings.Contains(refused.Message, "alarm()") {
		return ui.WithHint(errors.New("class "+o.Namespace.Label+" has no alarm() handler"), "an object can have an alarm if its class has a method alarm()")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", Label(o), err)
	}
	return nil
}
