"""From a document to accepted rows: take in, propose, decide."""
