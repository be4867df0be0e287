"""The room of dues: what lies ahead of each right, what it costs, who is told, and what the owner answers."""
