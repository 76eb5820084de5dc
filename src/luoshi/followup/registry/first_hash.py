"""Hashes of first passwords: fast, until they are used.

Slow hashing protects what people choose. One of 31^12 random passwords nobody guesses, so many accounts are
made at once; at the first sign-in Django hashes the password again, slowly, like any other.
"""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class FirstPasswordHasher(PBKDF2PasswordHasher):
    """PBKDF2 with few rounds, under a name of its own."""

    algorithm = "first"
    iterations = 10_000
