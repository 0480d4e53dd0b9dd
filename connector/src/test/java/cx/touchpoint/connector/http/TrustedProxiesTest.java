package cx.touchpoint.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a client is, whatever it writes about itself. */
class TrustedProxiesTest {

  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8:ffff::/48"));

  @ParameterizedTest
  @CsvSource({
    // Who connects itself is who it is.
    "192.0.2.1,         198.51.100.7,                          192.0.2.1",
    "2001:db8::1,       198.51.100.7,                          2001:db8::1",
    // One proxy.
    "10.0.0.1,          198.51.100.7,                          198.51.100.7",
    "10.0.0.1,          2001:db8::7,                           2001:db8::7",
    "2001:db8:ffff::1,  2001:db8::7,                           2001:db8::7",
    "::ffff:10.0.0.1,   ::ffff:198.51.100.7,                   198.51.100.7",
    // What the client wrote stands before what the proxy did.
    "10.0.0.1,          '203.0.113.9, 198.51.100.7',           198.51.100.7",
    "10.0.0.1,          '10.1.1.1, 198.51.100.7',              198.51.100.7",
    "10.0.0.1,          'no address, , 198.51.100.7',          198.51.100.7",
    "10.0.0.1,          ',,,,,198.51.100.7',                   198.51.100.7",
    // Several proxies.
    "10.0.0.1,          '203.0.113.9,198.51.100.7 , 10.0.0.3, 10.0.0.2', 198.51.100.7",
    "10.0.0.1,          '198.51.100.7, 2001:db8:ffff::2',      198.51.100.7",
    // With ports, in brackets.
    "10.0.0.1,          198.51.100.7:4711,                     198.51.100.7",
    "10.0.0.1,          [2001:db8::7]:4711,                    2001:db8::7",
    "10.0.0.1,          [2001:db8::7],                         2001:db8::7",
    "10.0.0.1,          '198.51.100.7, 10.0.0.2:80',           198.51.100.7",
  })
  void theClientIsTheLastWhoIsNoProxy(String peer, String forwardedFor, String client) {
    assertThat(PROXIES.clientOf(address(peer), List.of(forwardedFor))).contains(address(client));
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "','",
    "unknown",
    "_hidden",
    "198.51.100.7 10.0.0.2",
    "198.51.100",
    "198.51.100.256",
    "198.51.100.7:",
    "198.51.100.7:port",
    "[2001:db8::7",
    "2001:db8::7::",
    "'\"198.51.100.7\"'",
    "localhost",
    "shop.example.com",
    "'198.51.100.7, unknown'",
    "'198.51.100.7, unknown, 10.0.0.2'",
    "10.0.0.2",
    "'10.0.0.3, 10.0.0.2'",
  })
  void ofAProxyThatDoesNotSayForWhomItSpeaksNobodyIsKnown(String forwardedFor) {
    assertThat(PROXIES.clientOf(address("10.0.0.1"), List.of(forwardedFor))).isEmpty();
  }

  @Test
  void aHeaderThatWasSentTwiceIsReadAsOne() {
    assertThat(
            PROXIES.clientOf(
                address("10.0.0.1"), List.of("203.0.113.9", "198.51.100.7, 10.0.0.3", "10.0.0.2")))
        .contains(address("198.51.100.7"));
    assertThat(PROXIES.clientOf(address("10.0.0.1"), List.of())).isEmpty();
  }

  @Test
  void aHugeHeaderIsReadFromItsEnd() {
    String forged = "203.0.113.9, ".repeat(1_000_000);
    assertThat(PROXIES.clientOf(address("10.0.0.1"), List.of(forged + "198.51.100.7")))
        .contains(address("198.51.100.7"));
    assertThat(PROXIES.clientOf(address("10.0.0.1"), List.of("1".repeat(1_000_000)))).isEmpty();
    assertThat(PROXIES.clientOf(address("10.0.0.1"), List.of("[".repeat(1_000_000)))).isEmpty();
  }

  @Test
  void whereNobodyIsTrustedThePeerCounts() {
    assertThat(TrustedProxies.of(List.of()).clientOf(address("10.0.0.1"), List.of("192.0.2.1")))
        .isEqualTo(Optional.of(address("10.0.0.1")));
  }

  private static InetAddress address(String text) {
    return TrustedProxies.address(text).orElseThrow();
  }
}
