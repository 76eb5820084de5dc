"""Damage of web conversions undone: injected readings, shifted GBK bytes."""
