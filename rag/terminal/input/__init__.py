"""What a person types: lines of a chat, their completion, the terminal's modes meanwhile."""
