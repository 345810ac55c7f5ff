package devserver

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

	"dotool/config/diag"
	"dotool/devserver/workerd"
	"dotool/migrate/state"
)

// certificate returns what the server proves with over HTTPS: the files of the
// options, else a certificate that is made once for this user and machine. It also
// returns the file that the certificate is in.
func (s *server) certificate(ip string) (tls *workerd.TLS, file string, err error) {
	if s.o.KeyFile != "" || s.o.CertFile != "" {
		tls, err = readCertificate(s.o.KeyFile, s.o.CertFile)
		return tls, s.o.CertFile, err
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return nil, "", fmt.Errorf("find a folder for the certificate: %w", err)
	}
	path := filepath.Join(dir, "dotool", "https.pem")
	if text, err := diag.ReadFile(path); err == nil && covers(text, ip, time.Now()) {
		return &workerd.TLS{Key: text, Certificate: text}, path, nil
	}
	text, err := newCertificate(ip, time.Now())
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		err = state.OSFiles.Replace(path, text)
	}
	if err != nil {
		return nil, "", fmt.Errorf("make a certificate for https: %w", err)
	}
	return &workerd.TLS{Key: text, Certificate: text}, path, nil
}

// certificateError says that a file of a certificate cannot be used.
type certificateError struct{ err error }

func (e *certificateError) Error() string { return e.err.Error() }
func (e *certificateError) Unwrap() error { return e.err }

// Hint says what is expected.
func (e *certificateError) Hint() string {
	return "give both --https-key-path and --https-cert-path, PEM files of one key and its certificate"
}

func readCertificate(key, cert string) (*workerd.TLS, error) {
	if key == "" || cert == "" {
		return nil, &certificateError{errors.New("a certificate of your own needs both its files")}
	}
	k, err := diag.ReadFile(key)
	if err != nil {
		return nil, &certificateError{fmt.Errorf("read the key: %w", err)}
	}
	c, err := diag.ReadFile(cert)
	if err != nil {
		return nil, &certificateError{fmt.Errorf("read the certificate: %w", err)}
	}
	if _, err := tls.X509KeyPair(c, k); err != nil {
		return nil, &certificateError{fmt.Errorf("%s and %s are no key and certificate: %w", key, cert, err)}
	}
	return &workerd.TLS{Key: k, Certificate: c}, nil
}

// lifetime of a certificate: more than 825 days is refused by Apple's systems, see
// https://support.apple.com/en-us/103769.
const lifetime = 820 * 24 * time.Hour

// covers reports whether a certificate in PEM still serves for a month, for the
// names of this machine and an address that is listened on.
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

// certified are the names that a certificate must hold.
func certified(ip string) []string {
	names := []string{"localhost", "127.0.0.1", "::1"}
	if address := net.ParseIP(ip); address != nil && !address.IsUnspecified() {
		names = append(names, ip)
	}
	return names
}

// newCertificate makes a key and a certificate that it signs itself, as PEM.
func newCertificate(ip string, now time.Time) ([]byte, error) {
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
