// Peer of `sulh verify --logs-only`: audits one published log with the Go project's own note and tlog packages, as
// fast as they allow: every entry hashed, every tile compared, the root from them, the checkpoint's signature.
// Hashes go from a tile to the one above it by tlog.NodeHash, so that no more are computed than there are nodes.
//
//	audit LOGDIR [TIMES]    prints entries and the least time in nanoseconds
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

// tilePath turns tlog's tile/8/<level>/... into tile/<level>/..., and its data into entries.
func tilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), "tile/8/")
	if rest := strings.TrimPrefix(path, "data/"); rest != path {
		path = "entries/" + rest
	}
	return "tile/" + path
}

// openCheckpoint verifies the note and gives size and root.
func openCheckpoint(dir string) (size int64, root tlog.Hash, err error) {
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey"))
	if err != nil {
		return 0, root, err
	}
	msg, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return 0, root, err
	}
	verifier, err := note.NewVerifier(strings.TrimSuffix(string(vkey), "\n"))
	if err != nil {
		return 0, root, err
	}
	n, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return 0, root, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return 0, root, errors.New("this is no checkpoint of the log")
	}
	size, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, root, err
	}
	root, err = tlog.ParseHash(lines[2])
	return size, root, err
}

// leaves hashes the entries of a bundle.
func leaves(b []byte, n int, out []tlog.Hash) ([]tlog.Hash, error) {
	for i := 0; i < n; i++ {
		if len(b) < 2 || len(b) < 2+int(binary.BigEndian.Uint16(b)) {
			return nil, errors.New("the bundle is cut short")
		}
		size := int(binary.BigEndian.Uint16(b))
		out = append(out, tlog.RecordHash(b[2:2+size]))
		b = b[2+size:]
	}
	if len(b) != 0 {
		return nil, errors.New("bytes follow the last entry")
	}
	return out, nil
}

// checkTile compares a tile with the hashes that belong there.
func checkTile(dir string, t tlog.Tile, want []tlog.Hash) error {
	got, err := os.ReadFile(filepath.Join(dir, tilePath(t)))
	if err != nil {
		return err
	}
	data := make([]byte, 0, width*tlog.HashSize)
	for _, h := range want {
		data = append(data, h[:]...)
	}
	if !bytes.Equal(got, data) {
		return fmt.Errorf("%s does not hold the hashes of the entries", tilePath(t))
	}
	return nil
}

// fold gives the root of the full subtree over h, whose length is a power of two. It writes over h.
func fold(h []tlog.Hash) tlog.Hash {
	for n := len(h); n > 1; n /= 2 {
		for i := 0; i < n/2; i++ {
			h[i] = tlog.NodeHash(h[2*i], h[2*i+1])
		}
	}
	return h[0]
}

// rootOf joins the last, open tiles: full subtrees from the largest to the smallest, joined from the right.
func rootOf(open [][]tlog.Hash) tlog.Hash {
	var parts []tlog.Hash
	for level := len(open) - 1; level >= 0; level-- {
		h := open[level]
		for part := width / 2; part > 0; part /= 2 {
			if len(h) >= part && len(h)&part != 0 {
				parts = append(parts, fold(append([]tlog.Hash(nil), h[:part]...)))
				h = h[part:]
			}
		}
	}
	root := parts[len(parts)-1]
	for i := len(parts) - 2; i >= 0; i-- {
		root = tlog.NodeHash(parts[i], root)
	}
	return root
}

func audit(dir string) (int64, error) {
	size, want, err := openCheckpoint(dir)
	if err != nil || size == 0 {
		return 0, err
	}
	open := make([][]tlog.Hash, 8)
	for n := int64(0); n*width < size; n++ {
		w := width
		if size-n*width < width {
			w = int(size - n*width)
		}
		b, err := os.ReadFile(filepath.Join(dir, tilePath(tlog.Tile{H: height, L: -1, N: n, W: w})))
		if err != nil {
			return 0, err
		}
		if open[0], err = leaves(b, w, open[0][:0]); err != nil {
			return 0, err
		}
		// A full tile is compared and becomes one hash of the tile above.
		number := n
		for level := 0; level < len(open) && len(open[level]) == width; level++ {
			if err := checkTile(dir, tlog.Tile{H: height, L: level, N: number, W: width}, open[level]); err != nil {
				return 0, err
			}
			if level+1 < len(open) {
				open[level+1] = append(open[level+1], fold(open[level]))
			}
			open[level] = open[level][:0]
			number /= width
		}
	}
	for level, h := range open {
		if len(h) > 0 {
			t := tlog.Tile{H: height, L: level, N: size >> uint(height*(level+1)), W: len(h)}
			if err := checkTile(dir, t, h); err != nil {
				return 0, err
			}
		}
	}
	if root := rootOf(open); root != want {
		return 0, fmt.Errorf("the entries give root %v, the checkpoint has %v", root, want)
	}
	return size, nil
}

func main() {
	times, least, size := 1, int64(0), int64(0)
	if len(os.Args) == 3 {
		times, _ = strconv.Atoi(os.Args[2])
	}
	if len(os.Args) < 2 || len(os.Args) > 3 || times < 1 {
		fmt.Fprintln(os.Stderr, "usage: audit LOGDIR [TIMES]")
		os.Exit(2)
	}
	for i := 0; i < times; i++ {
		began := time.Now()
		n, err := audit(os.Args[1])
		if err != nil {
			fmt.Fprintf(os.Stderr, "audit: %v\n", err)
			os.Exit(1)
		}
		took := time.Since(began).Nanoseconds()
		if i == 0 || took < least {
			least = took
		}
		size = n
	}
	fmt.Println(size, least)
}
