/** What an MCP host registers: the code grant, tokens that renew, a secret in the body. */
export const CODE_CLIENT = (callback: string) => ({
  client_name: 'Interop',
  redirect_uris: [callback],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_post',
})

/** The same on the command line. The journey signs nobody in, so nothing listens at the address. */
export const CODE_JOURNEY = [
  '--grant=authorization_code',
  '--grant=refresh_token',
  '--redirect-uri=http://127.0.0.1:9/cb',
]
