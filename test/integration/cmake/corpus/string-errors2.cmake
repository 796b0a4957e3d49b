cmake_minimum_required(VERSION 3.20)
string(REGEX REPLACE "(a)|(b)" "\\2" s "a")
message("[${s}]")
string(REGEX MATCHALL "(" s "a")
