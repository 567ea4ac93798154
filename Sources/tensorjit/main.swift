print("tensorjit")
