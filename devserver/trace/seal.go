package trace

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/devserver/render"
)

// Seal tells the lines of host/seal.js from the user's output. Code that patches
// JavaScript's builtins can read these lines as they pass through the console, so they
// cannot contain a secret: each has a number, so that it counts only once, and a code
// that needs the key of the process.
type Seal struct {
	name string // of the variable
	mark string // in front of each line
	key  [2]uint32
	last uint64 // the number of the last line
}

// newSeal makes the seal of a Worker, by its index, in a process. All have marks that
// begin alike, with "\x1e".
func newSeal(mark string, index int) *Seal {
	var key [8]byte
	rand.Read(key[:]) // never fails
	return &Seal{
		name: render.SealVariable(index),
		mark: Mark(mark, index),
		key:  [2]uint32{binary.LittleEndian.Uint32(key[:4]), binary.LittleEndian.Uint32(key[4:])},
	}
}

// NewSeals makes those of a process with some Workers.
func NewSeals(mark string, n int) []*Seal {
	all := make([]*Seal, n)
	for i := range all {
		all[i] = newSeal(mark, i)
	}
	return all
}

// Mark is in front of the lines of a Worker; mark is what all marks begin with.
func Mark(mark string, index int) string { return mark + strconv.Itoa(index) + "\t" }

// Environment returns the seal for seal.js, as an environment variable, since the
// configuration is the same for every process of a generation.
func (s *Seal) Environment() string {
	return fmt.Sprintf("%s=%s %d %d", s.name, s.mark[1:len(s.mark)-1], s.key[0], s.key[1])
}

// Open returns the text of a sealed line; ok is false for any other.
func (s *Seal) Open(line string) (text string, ok bool) {
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

// halfSipHash returns the HalfSipHash-2-4 of a text, as seal.js writes
// its 64 bits.
func halfSipHash(key [2]uint32, text string) string {
	h := sipState{key[0], key[1] ^ 0xee, key[0] ^ 0x6c796765, key[1] ^ 0x74656462}
	size := len(text)
	for ; len(text) >= 4; text = text[4:] {
		h = h.take(uint32(text[0]) | uint32(text[1])<<8 | uint32(text[2])<<16 | uint32(text[3])<<24)
	}
	last := uint32(size) << 24
	for i := range len(text) {
		last |= uint32(text[i]) << (8 * i)
	}
	h = h.take(last)
	h.v2 ^= 0xee
	h = h.round().round().round().round()
	first := h.v1 ^ h.v3
	h.v1 ^= 0xdd
	h = h.round().round().round().round()
	return fmt.Sprintf("%d.%d", first, h.v1^h.v3)
}

type sipState struct{ v0, v1, v2, v3 uint32 }

func (h sipState) take(m uint32) sipState {
	h.v3 ^= m
	h = h.round().round()
	h.v0 ^= m
	return h
}

func (h sipState) round() sipState {
	h.v0 += h.v1
	h.v1 = bits.RotateLeft32(h.v1, 5) ^ h.v0
	h.v0 = bits.RotateLeft32(h.v0, 16)
	h.v2 += h.v3
	h.v3 = bits.RotateLeft32(h.v3, 8) ^ h.v2
	h.v0 += h.v3
	h.v3 = bits.RotateLeft32(h.v3, 7) ^ h.v0
	h.v2 += h.v1
	h.v1 = bits.RotateLeft32(h.v1, 13) ^ h.v2
	h.v2 = bits.RotateLeft32(h.v2, 16)
	return h
}
