package render

import (
	"cmp"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// hyperdrive connects a binding with the local database of its connection string.
// Without one, whatever is read of the binding throws an error that says what to set.
func hyperdrive(b binding.Hyperdrive) hosting {
	return func(p *plan) workerd.BindingValue {
		u, ok := database(b)
		if !ok {
			return p.wrap("remote", text("message", hyperdriveProblem(b)), value("read", true))
		}
		service := "hyperdrive:" + b.Name.Value
		port := cmp.Or(u.Port(), map[bool]string{true: "3306", false: "5432"}[u.Scheme == "mysql"])
		p.Services = append(p.Services, workerd.Service{Name: service, Value: workerd.External{Address: net.JoinHostPort(u.Hostname(), port), TCP: true}})
		password, _ := u.User.Password()
		return workerd.HyperdriveBinding{
			Service: service, Scheme: u.Scheme, User: u.User.Username(), Password: password,
			Database: strings.TrimPrefix(u.Path, "/"),
		}
	}
}

// database reads the connection string of a binding, as wrangler does.
func database(b binding.Hyperdrive) (u *url.URL, ok bool) {
	u, err := url.Parse(b.LocalConnectionString.Value)
	if err != nil || u.Host == "" || u.Path == "" || u.User.Username() == "" {
		return nil, false
	}
	password, _ := u.User.Password()
	switch u.Scheme {
	case "postgres", "postgresql", "mysql":
		return u, password != ""
	}
	return nil, false
}

// tlsMode returns the parameter of a connection string that asks for TLS, "" if none does.
func tlsMode(u *url.URL) string {
	for _, name := range []string{"sslmode", "ssl-mode", "ssl"} {
		for key, values := range u.Query() {
			if strings.EqualFold(key, name) && !slices.Contains([]string{"", "disable", "disabled", "false", "0", "allow", "prefer", "preferred"}, strings.ToLower(values[0])) {
				return key + "=" + values[0]
			}
		}
	}
	return ""
}

// hyperdriveProblem says why a binding has no database here, and what to do.
func hyperdriveProblem(b binding.Hyperdrive) string {
	name := b.Name.Value
	if b.LocalConnectionString.Value == "" {
		return name + " (hyperdrive) has no local database: set its \"localConnectionString\" or the variable " +
			config.HyperdriveVariable + name + ", such as postgres://user:password@localhost:5432/database"
	}
	return name + " (hyperdrive) has a local connection string that is not of the form postgres://user:password@localhost:5432/database (or mysql://…)"
}

// hyperdriveWarnings returns the bindings without a usable connection string.
func hyperdriveWarnings(p *config.Project) (list diag.List) {
	for _, b := range config.Of[binding.Hyperdrive](p) {
		u, ok := database(b)
		if !ok {
			list.Warnf(b.Pos, "hyperdrive", "%s", hyperdriveProblem(b))
		} else if mode := tlsMode(u); mode != "" {
			list.Warnf(b.Pos, "hyperdrive", "%s (hyperdrive): the connection to %s is made without TLS, whatever %s says", b.Name.Value, u.Host, mode)
		}
	}
	return list
}
