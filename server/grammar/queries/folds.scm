(block) @fold
(bracket_comment) @fold
(command) @fold
