/** A text field whose text is taken over when it is left: for names that other things hang on. */

import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";

interface Props {
  label: string;
  value: string;
  maxLength?: number | undefined;
  placeholder?: string;
  /** The id of a list of names to choose from. */
  list?: string;
  onCommit: (value: string) => void;
}

export function CommitInput({ label, value, maxLength = 80, placeholder = "", list, onCommit }: Props) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const commit = (): void => {
    const text = typed.trim();
    if (text !== value) onCommit(text);
    setTyped(text);
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      {...(list && { list })}
      maxLength={maxLength}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}
