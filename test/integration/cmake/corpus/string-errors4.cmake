string(constructor a b)
