"""The whole of a deployment: copied while it runs, brought back, and taken away."""
