"""Who uses the platform, what each may do, and what of other people each may see."""
