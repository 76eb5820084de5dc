"""Pairs of texts: from common fingerprints to aligned passages."""
