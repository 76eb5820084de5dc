"""Texts made comparable: folded, fingerprinted, weighed, their quotations found."""
