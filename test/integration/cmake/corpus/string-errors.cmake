cmake_minimum_required(VERSION 3.20)
string(REGEX REPLACE "x*" "y" s "abc")
