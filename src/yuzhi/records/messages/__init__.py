"""Contacts of owners and the outbox of messages to them."""
