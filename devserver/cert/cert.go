// Package cert has the certificates with which dotool serves HTTPS: see [Find].
package cert

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/migrate/state"
)

// Find returns the text of a key and its certificate, and the file of the certificate:
// those of two files, or those of this machine if both names are "". ip is the
// listening address. An error is an [*Error].
func Find(keyFile, certFile, ip string) (key, cert []byte, file string, err error) {
	if keyFile == "" && certFile == "" {
		key, file, err = machine(ip)
		return key, key, file, err
	}
	key, cert, err = read(keyFile, certFile)
	return key, cert, certFile, err
}

// machine returns a key and a certificate in one PEM text, which are made once per user
// and machine, and their file.
func machine(ip string) (text []byte, file string, err error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return nil, "", &Error{fmt.Errorf("find a folder for the certificate: %w", err), unsaved}
	}
	file = filepath.Join(dir, "dotool", "https.pem")
	if text, err := diag.ReadFile(file); err == nil && covers(text, ip, time.Now()) {
		return text, file, nil
	}
	text, err = create(ip, time.Now())
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o700)
	}
	if err == nil {
		err = state.OSFiles.Replace(file, text)
	}
	if err != nil {
		return nil, "", &Error{fmt.Errorf("make a certificate for https: %w", err), unsaved}
	}
	return text, file, nil
}

// Error says why there is no certificate.
type Error struct {
	err  error
	hint string
}

func (e *Error) Error() string { return e.err.Error() }
func (e *Error) Unwrap() error { return e.err }

// Hint says what to do.
func (e *Error) Hint() string { return e.hint }

const (
	expected = "give both --https-key-path and --https-cert-path, PEM files of one key and its certificate"
	unsaved  = "set XDG_CONFIG_HOME to a folder with room that you can write to, or give a certificate with --https-key-path and --https-cert-path"
)

func read(key, cert string) (keyText, certText []byte, err error) {
	if key == "" || cert == "" {
		return nil, nil, &Error{errors.New("a certificate of your own needs both its files"), expected}
	}
	k, err := diag.ReadFile(key)
	if err != nil {
		return nil, nil, &Error{fmt.Errorf("read the key: %w", err), expected}
	}
	c, err := diag.ReadFile(cert)
	if err != nil {
		return nil, nil, &Error{fmt.Errorf("read the certificate: %w", err), expected}
	}
	if _, err := tls.X509KeyPair(c, k); err != nil {
		return nil, nil, &Error{fmt.Errorf("%s is not the key of %s: %w", key, cert, err), expected}
	}
	return k, c, nil
}

// lifetime of a certificate: Apple's systems reject more than 825 days, see
// https://support.apple.com/en-us/103769.
const lifetime = 820 * 24 * time.Hour

// covers reports whether a certificate in PEM is valid for another month, for the names
// of this machine and the listening address.
func covers(text []byte, ip string, now time.Time) bool {
	pair, err := tls.X509KeyPair(text, text)
	if err != nil {
		return false
	}
	for _, name := range certified(ip) {
		if pair.Leaf.VerifyHostname(name) != nil {
			return false
		}
	}
	return now.After(pair.Leaf.NotBefore) && now.Add(30*24*time.Hour).Before(pair.Leaf.NotAfter)
}

// certified returns the names that a certificate must have.
func certified(ip string) []string {
	names := []string{"localhost", "127.0.0.1", "::1"}
	if address := net.ParseIP(ip); address != nil && !address.IsUnspecified() {
		names = append(names, ip)
	}
	return names
}

// create makes a key and a self-signed certificate, as PEM.
func create(ip string, now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "localhost", Organization: []string{"dotool dev"}},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(lifetime),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{"*.localhost"},
	}
	for _, name := range certified(ip) {
		if address := net.ParseIP(name); address != nil {
			template.IPAddresses = append(template.IPAddresses, address)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	for _, block := range []*pem.Block{{Type: "PRIVATE KEY", Bytes: private}, {Type: "CERTIFICATE", Bytes: cert}} {
		if err := pem.Encode(&text, block); err != nil {
			return nil, err
		}
	}
	return text.Bytes(), nil
}
