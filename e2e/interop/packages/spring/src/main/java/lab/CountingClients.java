package lab;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** The repository in memory as it is; how many were registered is noted besides. */
final class CountingClients implements RegisteredClientRepository {
  private final String first;
  private final InMemoryRegisteredClientRepository inner;
  private final Set<String> registered = ConcurrentHashMap.newKeySet();

  CountingClients(RegisteredClient registrar) {
    first = registrar.getId();
    inner = new InMemoryRegisteredClientRepository(registrar);
  }

  @Override
  public void save(RegisteredClient client) {
    inner.save(client);
    // The registrar itself is saved again when its secret gets a better encoding.
    if (!client.getId().equals(first)) registered.add(client.getId());
  }

  @Override
  public RegisteredClient findById(String id) {
    return inner.findById(id);
  }

  @Override
  public RegisteredClient findByClientId(String clientId) {
    return inner.findByClientId(clientId);
  }

  int count() {
    return registered.size();
  }
}
