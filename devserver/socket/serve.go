package socket

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"time"
)

// Serve serves clients that know the secret, until ctx is done. caught gets the value of
// a panic of the handler, unless that is [http.ErrAbortHandler]; the client sees that its
// response is cut short.
func Serve(ctx context.Context, l net.Listener, secret string, handler http.Handler, caught func(r any)) {
	server := &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+secret)) != 1 {
				http.Error(w, "forbidden", http.StatusForbidden)
				return
			}
			defer func() {
				if r := recover(); r != nil {
					if r != http.ErrAbortHandler {
						caught(r)
					}
					panic(http.ErrAbortHandler)
				}
			}()
			handler.ServeHTTP(w, r)
		}),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	_ = server.Serve(l) // ends with the listener
}
