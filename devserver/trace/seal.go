package trace

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"dotool/devserver/render"
)

// seal tells the lines of host/seal.js from what the user's code prints. Code
// that has changed the builtins of JavaScript sees our lines on their way through
// the console, so that a secret in them would be none: each has a code that
// takes the key of the process, and a number, so that it counts once.
type seal struct {
	mark string // in front of each line
	key  [2]uint32
	last uint64 // the number of the last line
}

// newSeal makes the seal of a process.
func NewSeal(mark string) *seal {
	var key [8]byte
	rand.Read(key[:]) // never fails
	return &seal{mark: mark, key: [2]uint32{binary.LittleEndian.Uint32(key[:4]), binary.LittleEndian.Uint32(key[4:])}}
}

// environment is the seal as seal.js takes it, as a variable of the process: the
// configuration is the same for each process of a generation.
func (s *seal) Environment() string {
	return fmt.Sprintf("%s=%s %d %d", render.SealVariable, s.mark[1:len(s.mark)-1], s.key[0], s.key[1])
}

// open returns what a line of ours says; ok is false for any other.
func (s *seal) Open(line string) (text string, ok bool) {
	line, ok = strings.CutPrefix(line, s.mark)
	if !ok {
		return "", false
	}
	code, text, _ := strings.Cut(line, "\t")
	if code != halfSipHash(s.key, text) {
		return "", false
	}
	number, text, _ := strings.Cut(text, "\t")
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil || n <= s.last {
		return "", false
	}
	s.last = n
	return text, true
}

// halfSipHash is the HalfSipHash-2-4 of a text, as seal.js writes
// its 64 bits.
func halfSipHash(key [2]uint32, text string) string {
	v0, v1, v2, v3 := key[0], key[1]^0xee, key[0]^0x6c796765, key[1]^0x74656462
	round := func() {
		v0 += v1
		v1 = bits.RotateLeft32(v1, 5) ^ v0
		v0 = bits.RotateLeft32(v0, 16)
		v2 += v3
		v3 = bits.RotateLeft32(v3, 8) ^ v2
		v0 += v3
		v3 = bits.RotateLeft32(v3, 7) ^ v0
		v2 += v1
		v1 = bits.RotateLeft32(v1, 13) ^ v2
		v2 = bits.RotateLeft32(v2, 16)
	}
	take := func(m uint32) {
		v3 ^= m
		round()
		round()
		v0 ^= m
	}
	i := 0
	for ; i+4 <= len(text); i += 4 {
		take(uint32(text[i]) | uint32(text[i+1])<<8 | uint32(text[i+2])<<16 | uint32(text[i+3])<<24)
	}
	last := uint32(len(text)) << 24
	for k := i; k < len(text); k++ {
		last |= uint32(text[k]) << (8 * (k - i))
	}
	take(last)
	v2 ^= 0xee
	for range 4 {
		round()
	}
	first := v1 ^ v3
	v1 ^= 0xdd
	for range 4 {
		round()
	}
	return fmt.Sprintf("%d.%d", first, v1^v3)
}
