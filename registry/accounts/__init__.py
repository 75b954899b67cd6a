"""Accounts: passwords, sign-ins, and the one door for accounts and rights."""
