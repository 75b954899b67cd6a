"""Forms of the register, derived from models and kinds."""
