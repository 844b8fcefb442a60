"""Pages. Thin: an address and its parameters in, a template out."""
