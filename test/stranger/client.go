// A stranger's client: reads what sulh publishes with the Go project's own note and tlog packages and
// none of our code, so that a misreading of the documents on our side does not check itself.
//
//	client OUTDIR                              every log in OUTDIR/<log>/{vkey,checkpoint,tile/...}
//	client -proof FILE -vkey FILE -entry FILE  one entry against its tlog-proof
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height  = 8 // of a tile: 256 hashes
	width   = 1 << height
	samples = 200
)

type checkpoint struct {
	origin string
	tree   tlog.Tree
}

// openCheckpoint verifies the note and takes its text apart: origin, size, root.
func openCheckpoint(msg []byte, vkey string) (c checkpoint, err error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return c, err
	}
	n, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return c, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return c, errors.New("a checkpoint has three lines")
	}
	if lines[0] != verifier.Name() {
		return c, fmt.Errorf("origin %q, but the key is of %q", lines[0], verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return c, fmt.Errorf("%q is no size", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return c, err
	}
	return checkpoint{lines[0], tlog.Tree{N: size, Hash: root}}, nil
}

// readVkey takes the first line of a vkey file.
func readVkey(path string) (string, error) {
	b, err := os.ReadFile(path)
	return strings.TrimSuffix(string(b), "\n"), err
}

// tilePath turns tlog's tile/8/<level>/... into tile/<level>/..., and its data into entries.
func tilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), "tile/8/")
	if rest := strings.TrimPrefix(path, "data/"); rest != path {
		path = "entries/" + rest
	}
	return "tile/" + path
}

// tiles gives tlog the published tiles; it checks each against the root before it believes it.
type tiles struct{ dir string }

func (t tiles) Height() int { return height }

func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range list {
		b, err := os.ReadFile(filepath.Join(t.dir, tilePath(tile)))
		if err != nil {
			return nil, err
		}
		data = append(data, b)
	}
	return data, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// readBundle splits a bundle of n entries: a length as two bytes, big-endian, and the bytes.
func readBundle(b []byte, n int) ([][]byte, error) {
	var entries [][]byte
	for i := 0; i < n; i++ {
		if len(b) < 2 {
			return nil, errors.New("the bundle ends within a length")
		}
		size := int(binary.BigEndian.Uint16(b))
		if len(b) < 2+size {
			return nil, errors.New("the bundle ends within an entry")
		}
		entries = append(entries, b[2:2+size])
		b = b[2+size:]
	}
	if len(b) != 0 {
		return nil, errors.New("bytes follow the last entry")
	}
	return entries, nil
}

// store holds the hashes of all levels as computed from the entries.
type store []tlog.Hash

func (s store) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, i := range indexes {
		if i < 0 || i >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d is stored", i)
		}
		hashes = append(hashes, s[i])
	}
	return hashes, nil
}

// readEntries reads every bundle and computes every hash anew.
func readEntries(dir string, size int64) (s store, leaves []tlog.Hash, err error) {
	for n := int64(0); n*width < size; n++ {
		w := width
		if size-n*width < width {
			w = int(size - n*width)
		}
		path := filepath.Join(dir, tilePath(tlog.Tile{H: height, L: -1, N: n, W: w}))
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, err
		}
		entries, err := readBundle(b, w)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, entry := range entries {
			hashes, err := tlog.StoredHashes(int64(len(leaves)), entry, s)
			if err != nil {
				return nil, nil, err
			}
			leaves = append(leaves, tlog.RecordHash(entry))
			s = append(s, hashes...)
		}
	}
	return s, leaves, nil
}

// checkTiles compares each published tile with what the entries give.
func checkTiles(dir string, size int64, s store) (int, error) {
	n := 0
	for _, t := range tlog.NewTiles(height, 0, size) {
		// NewTiles lists every width a partial tile ever had; only the last one stands.
		if t.W < width && t.N*width+int64(t.W) != size>>uint(height*t.L) {
			continue
		}
		want, err := tlog.ReadTileData(t, s)
		if err != nil {
			return n, err
		}
		got, err := os.ReadFile(filepath.Join(dir, tilePath(t)))
		if err != nil {
			return n, err
		}
		if !bytes.Equal(got, want) {
			return n, fmt.Errorf("%s does not hold the hashes of the entries", tilePath(t))
		}
		n++
	}
	return n, nil
}

// checkInclusion proves up to 200 entries, spread over the log, from the published tiles.
func checkInclusion(tree tlog.Tree, r tlog.HashReader, leaves []tlog.Hash) (int, error) {
	n, count := int64(len(leaves)), 0
	for k := int64(0); k < samples && k < n; k++ {
		i := k
		if n > samples {
			i = k * (n - 1) / (samples - 1)
		}
		proof, err := tlog.ProveRecord(tree.N, i, r)
		if err != nil {
			return count, fmt.Errorf("prove entry %d: %w", i, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, i, leaves[i]); err != nil {
			return count, fmt.Errorf("entry %d: %w", i, err)
		}
		count++
	}
	return count, nil
}

// prefixes are the sizes at which trees change shape, and a few others.
func prefixes(size int64) []int64 {
	seen := map[int64]bool{}
	var list []int64
	add := func(n int64) {
		if n >= 1 && n <= size && !seen[n] {
			seen[n] = true
			list = append(list, n)
		}
	}
	for p := int64(1); p > 0 && p <= size; p *= 2 {
		add(p - 1)
		add(p)
		add(p + 1)
	}
	for k := int64(1); k <= 7; k++ {
		add(size * k / 7)
	}
	add(size - 1)
	return list
}

// checkConsistency proves that each of these prefixes is the beginning of the log; the old root comes
// from the entries, the proof from the tiles.
func checkConsistency(tree tlog.Tree, r tlog.HashReader, s store) (int, error) {
	count := 0
	for _, old := range prefixes(tree.N) {
		root, err := tlog.TreeHash(old, s)
		if err != nil {
			return count, err
		}
		proof, err := tlog.ProveTree(tree.N, old, r)
		if err != nil {
			return count, fmt.Errorf("prove size %d: %w", old, err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, root); err != nil {
			return count, fmt.Errorf("size %d: %w", old, err)
		}
		count++
	}
	return count, nil
}

func checkLog(dir string) (string, error) {
	vkey, err := readVkey(filepath.Join(dir, "vkey"))
	if err != nil {
		return "", err
	}
	msg, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return "", err
	}
	c, err := openCheckpoint(msg, vkey)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	s, leaves, err := readEntries(dir, c.tree.N)
	if err != nil {
		return "", err
	}
	root, err := tlog.TreeHash(c.tree.N, s)
	if err != nil {
		return "", err
	}
	// tlog has zeros for the empty tree, RFC 6962 the hash of nothing.
	if c.tree.N == 0 {
		root, _ = tlog.ParseHash("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
	}
	if root != c.tree.Hash {
		return "", fmt.Errorf("the entries give root %v, the checkpoint has %v", root, c.tree.Hash)
	}
	nTiles, err := checkTiles(dir, c.tree.N, s)
	if err != nil {
		return "", err
	}
	r := tlog.TileHashReader(c.tree, tiles{dir})
	included, err := checkInclusion(c.tree, r, leaves)
	if err != nil {
		return "", err
	}
	consistent, err := checkConsistency(c.tree, r, s)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: %d entries, %d tiles, %d inclusion and %d consistency proofs hold",
		c.origin, c.tree.N, nTiles, included, consistent), nil
}

func checkOut(out string) error {
	paths, err := filepath.Glob(filepath.Join(out, "*", "checkpoint"))
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return fmt.Errorf("%s: no log here", out)
	}
	bad := 0
	for _, path := range paths {
		line, err := checkLog(filepath.Dir(path))
		if err != nil {
			fmt.Printf("%s: FALSE: %v\n", filepath.Base(filepath.Dir(path)), err)
			bad++
			continue
		}
		fmt.Println(line)
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d logs are false", bad, len(paths))
	}
	return nil
}

// checkProof reads a tlog-proof: a head, the index, hashes, a blank line, the checkpoint.
func checkProof(proofPath, vkeyPath, entryPath string) error {
	text, err := os.ReadFile(proofPath)
	if err != nil {
		return err
	}
	vkey, err := readVkey(vkeyPath)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryPath)
	if err != nil {
		return err
	}
	head, msg, found := strings.Cut(string(text), "\n\n")
	if !found {
		return errors.New("no blank line parts path and checkpoint")
	}
	lines := strings.Split(head, "\n")
	if len(lines) > 1 && strings.HasPrefix(lines[1], "extra ") {
		lines = append(lines[:1], lines[2:]...)
	}
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("this is no tlog-proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, h)
	}
	c, err := openCheckpoint([]byte(msg), vkey)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if index < 0 || index >= c.tree.N {
		return fmt.Errorf("there is no entry %d in a log of %d", index, c.tree.N)
	}
	if err := tlog.CheckRecord(path, c.tree.N, c.tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	fmt.Printf("%s: entry %d of %d is in the log\n", c.origin, index, c.tree.N)
	return nil
}

func main() {
	proof := flag.String("proof", "", "a tlog-proof `file`")
	vkey := flag.String("vkey", "", "the log's verifier key, a `file`")
	entry := flag.String("entry", "", "the entry's bytes, a `file`")
	flag.Parse()

	var err error
	switch {
	case *proof != "" && *vkey != "" && *entry != "" && flag.NArg() == 0:
		err = checkProof(*proof, *vkey, *entry)
	case *proof == "" && *vkey == "" && *entry == "" && flag.NArg() == 1:
		err = checkOut(flag.Arg(0))
	default:
		fmt.Fprintln(os.Stderr, "usage: client OUTDIR | client -proof FILE -vkey FILE -entry FILE")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "client: %v\n", err)
		os.Exit(1)
	}
}
