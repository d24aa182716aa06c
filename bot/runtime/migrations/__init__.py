"""The changes that the database's tables have seen, oldest first; bot/runtime/database.py applies them."""
