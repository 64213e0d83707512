/** The administrator's password, asked when the designer listens beyond this machine. */

import { Button, PasswordInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { ApiError } from "../api/client";
import { useCatalog } from "../shell/catalog";
import { LookSwitches } from "../shell/LookSwitches";
import { useWords } from "../words/words";

export function Login() {
  const { t, say } = useWords();
  const login = useCatalog((catalog) => catalog.login);
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    login(password).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setWrong(say(error.words));
    });
  };
  return (
    <main className="centred">
      <form className="login" onSubmit={submit}>
        <h1>Dialoom</h1>
        <PasswordInput
          label={t("login.password")}
          value={password}
          error={wrong}
          autoComplete="current-password"
          data-autofocus
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth>
          {t("login.enter")}
        </Button>
        <div className="login-look">
          <LookSwitches />
        </div>
      </form>
    </main>
  );
}
