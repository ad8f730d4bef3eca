// Whoever has pointed a shell to an emulator, or has an API key in it, gets the same results as anybody else.
for (const name of Object.keys(process.env))
  if (/^(NOVA_ACT_|AWS_ENDPOINT_URL|AWS_PROFILE$|AWS_REGION$|AWS_DEFAULT_REGION$)/.test(name))
    Reflect.deleteProperty(process.env, name);
