package lab;

import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Spring Authorization Server as its guide shows it, with one of its two registration endpoints. */
@SpringBootApplication
@RestController
public class App {
  private final CountingClients clients = new CountingClients(buildRegistrar());

  public static void main(String[] arguments) {
    SpringApplication.run(App.class, arguments);
  }

  @Bean
  @Order(1)
  SecurityFilterChain authorizationServer(
      HttpSecurity http, @Value("${lab.registration}") String registration) throws Exception {
    http.oauth2AuthorizationServer(
        server -> {
          http.securityMatcher(server.getEndpointsMatcher());
          if (registration.equals("oidc"))
            server.oidc(oidc -> oidc.clientRegistrationEndpoint(Customizer.withDefaults()));
          else server.clientRegistrationEndpoint(open -> open.openRegistrationAllowed(true));
        });
    http.authorizeHttpRequests(
        requests -> {
          if (registration.equals("rfc7591")) requests.requestMatchers("/oauth2/register").permitAll();
          requests.anyRequest().authenticated();
        });
    http.oauth2ResourceServer(resource -> resource.jwt(Customizer.withDefaults()));
    http.formLogin(Customizer.withDefaults());
    return http.build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
    http.authorizeHttpRequests(
        requests ->
            requests.requestMatchers("/interop/clients").permitAll().anyRequest().authenticated());
    http.formLogin(Customizer.withDefaults());
    return http.build();
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(
        User.withUsername("ann").password("{noop}pw").roles("USER").build());
  }

  @Bean
  CountingClients clients() {
    return clients;
  }

  @GetMapping("/interop/clients")
  int count() {
    return clients.count();
  }

  /** Gets the initial access tokens: each is good for one registration. */
  private static RegisteredClient buildRegistrar() {
    return RegisteredClient.withId(UUID.randomUUID().toString())
        .clientId("registrar")
        .clientSecret("{noop}secret")
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scope("client.create")
        .scope("client.read")
        .build();
  }
}
