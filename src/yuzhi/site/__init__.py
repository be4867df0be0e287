"""Where rooms, packs and adapters are put together."""
