"""What every act stands on: who may, one writer at a time, the entry and its caches."""
