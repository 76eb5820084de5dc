"""An index on disk that grows: sorted segments, a manifest, queries."""
