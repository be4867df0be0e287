// Reads a log with the clients that others wrote: every entry, every tile, every witness's signature.
//
// Usage: reader URL LOG-VKEY [WITNESS-VKEY ...]
package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"filippo.io/torchwood"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := read(context.Background(), os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(ctx context.Context, base, vkey string, witnesses []string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return fmt.Errorf("the log's key: %w", err)
	}
	root, err := url.Parse(base)
	if err != nil {
		return err
	}
	fetcher, err := client.NewHTTPFetcher(root, http.DefaultClient)
	if err != nil {
		return err
	}
	checkpoint, raw, _, err := client.FetchCheckpoint(ctx, fetcher.ReadCheckpoint, verifier, verifier.Name())
	if err != nil {
		return fmt.Errorf("the checkpoint: %w", err)
	}
	if err := fsck.New(verifier.Name(), verifier, fetcher, leafHashes, fsck.Opts{N: 2}).Check(ctx); err != nil {
		return fmt.Errorf("the whole log: %w", err)
	}
	if err := witnessed(raw, verifier, witnesses); err != nil {
		return err
	}
	count, err := entries(ctx, base, tlog.Tree{N: int64(checkpoint.Size), Hash: tlog.Hash(checkpoint.Hash)})
	if err != nil {
		return err
	}
	fmt.Printf("size %d entries %d witnesses %d\n", checkpoint.Size, count, len(witnesses))
	return nil
}

// leafHashes is how the log's entries become leaves: as they are.
func leafHashes(bundle []byte) ([][]byte, error) {
	var read api.EntryBundle
	if err := read.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	var hashes [][]byte
	for _, entry := range read.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

// witnessed tells which witness has not signed the checkpoint.
func witnessed(raw []byte, log note.Verifier, witnesses []string) error {
	known := []note.Verifier{log}
	for _, vkey := range witnesses {
		one, err := fnote.NewVerifierForCosignatureV1(vkey)
		if err != nil {
			return fmt.Errorf("a witness's key: %w", err)
		}
		known = append(known, one)
	}
	opened, err := note.Open(raw, note.VerifierList(known...))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != len(known) {
		return fmt.Errorf("%d of %d keys have signed", len(opened.Sigs), len(known))
	}
	return nil
}

// entries reads all with the second client, and checks a proof for the first, the middle and the last.
func entries(ctx context.Context, base string, tree tlog.Tree) (int64, error) {
	tiles, err := torchwood.NewTileFetcher(base)
	if err != nil {
		return 0, err
	}
	reader, err := torchwood.NewClient(tiles)
	if err != nil {
		return 0, err
	}
	var count int64
	seen := map[int64][]byte{}
	// One round leaves out a bundle that is not full yet; the next one, which begins there, reads it.
	for round := 0; round < 2; round++ {
		for index, entry := range reader.Entries(ctx, tree, count) {
			seen[index] = bytes.Clone(entry)
			count++
		}
		if err := reader.Err(); err != nil {
			return count, fmt.Errorf("entries: %w", err)
		}
	}
	for _, index := range []int64{0, tree.N / 2, tree.N - 1} {
		entry, proof, err := reader.Entry(ctx, tree, index)
		if err != nil {
			return count, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
			return count, err
		}
		if before, ok := seen[index]; ok && !bytes.Equal(before, entry) {
			return count, fmt.Errorf("entry %d differs between two readings", index)
		}
	}
	return count, nil
}
