(block) @indent.begin
(command) @indent.begin
(branch open: (command) @indent.branch)
(block close: (command) @indent.end)
")" @indent.end
