"""Everything we keep: inbox, evidence, chain, blobs, keys, outbox, verification."""
