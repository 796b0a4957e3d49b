cmake_minimum_required(VERSION 3.20)
set(a "x")
message("${a}")
message("${a<b}")
