//go:build !unix

package doctor

import "errors"

func freeSpace(string) (int64, string, error) { return 0, "", errors.ErrUnsupported }
