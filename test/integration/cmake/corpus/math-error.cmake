cmake_minimum_required(VERSION 3.20)
math(EXPR r "1 +")
