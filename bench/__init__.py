"""How fast Relevé is, beside others; no part of the package."""
