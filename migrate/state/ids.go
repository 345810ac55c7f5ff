package state

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Key is workerd's uniqueKey of a namespace, such as "chat-Room" or "chat-Room~1".
// It names the folder of the namespace and is the secret of its ids, so a class
// keeps its objects exactly as long as it keeps its key.
type Key string

// Validate returns an error for a key that cannot be the name of a folder
// inside the objects' folder. workerd itself crashes on such keys.
func (k Key) Validate() error {
	s := string(k)
	bad := s == "" || len(s) > 255 || s[0] == '.' || !utf8.ValidString(s) ||
		strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune(`/\:*?"<>|`, r) })
	if bad {
		return fmt.Errorf("%q cannot be the key of a class", s)
	}
	return nil
}

// ObjectID is the id of an object: 16 bytes that are random or computed from its name,
// and 16 bytes that prove its key.
type ObjectID [32]byte

// ParseObjectID reads 64 hex digits of either case.
func ParseObjectID(s string) (ObjectID, error) {
	var id ObjectID
	if len(s) != 2*len(id) {
		return id, fmt.Errorf("object id %q: must be 64 hex digits", s)
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return id, fmt.Errorf("object id %q: must be 64 hex digits", s)
	}
	return id, nil
}

// String returns the 64 lower-case hex digits that workerd prints and names
// the object's file with.
func (id ObjectID) String() string { return hex.EncodeToString(id[:]) }

// Split returns the Worker and the class of which wrangler dev makes the key: a name of a
// class has no "-". The Worker is "" if the key has none either.
func (k Key) Split() (worker, class string) {
	i := strings.LastIndexByte(string(k), '-')
	return string(k[:max(i, 0)]), string(k[i+1:])
}

// ID returns idFromName(name) in the namespace of the key. The name is UTF-8, with lone
// surrogates of JavaScript in WTF-8.
func (k Key) ID(name string) ObjectID {
	sign := k.signer()
	base := sign([]byte(name))
	proof := sign(base[:16])
	return ObjectID(append(base[:16:16], proof[:16]...))
}

// Owns reports whether the id was made with the key.
func (k Key) Owns(id ObjectID) bool { return k.owns()(id) }

func (k Key) owns() func(ObjectID) bool {
	sign := k.signer()
	return func(id ObjectID) bool {
		return hmac.Equal(sign(id[:16])[:16], id[16:])
	}
}

// signer returns HMAC-SHA256 under the key's hash. Its result is good until the
// function it returned is garbage; one signer serves many ids, which is what
// makes checking a folder of 100,000 objects cheap.
func (k Key) signer() func([]byte) []byte {
	secret := sha256.Sum256([]byte(k))
	mac := hmac.New(sha256.New, secret[:])
	return func(b []byte) []byte {
		mac.Reset()
		mac.Write(b)
		return mac.Sum(nil)
	}
}
