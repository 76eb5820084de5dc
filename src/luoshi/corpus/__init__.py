"""The engine as retryable jobs over many documents."""
