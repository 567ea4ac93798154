"""Random programs of the text format, compared operation by operation with NumPy."""
