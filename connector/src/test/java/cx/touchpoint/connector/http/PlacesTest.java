package cx.touchpoint.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private final Places places = new Places();

  @Test
  void eachClientHasPlacesOfItsOwn() {
    assertThat(places.take(address("192.0.2.1"), 2)).isPresent();
    Optional<Place> second = places.take(address("192.0.2.1"), 2);
    assertThat(second).isPresent();
    assertThat(places.take(address("192.0.2.1"), 2)).isEmpty();
    assertThat(places.take(address("192.0.2.2"), 2)).isPresent();

    second.orElseThrow().giveBack();
    second.orElseThrow().giveBack();
    assertThat(places.take(address("192.0.2.1"), 2)).isPresent();
    assertThat(places.take(address("192.0.2.1"), 2)).as("given back once").isEmpty();
  }

  @Test
  void addressesOfOneIpv6NetworkAreOneClient() {
    assertThat(places.take(address("2001:db8:0:1::1"), 1)).isPresent();
    assertThat(places.take(address("2001:db8:0:1:ffff:ffff:ffff:ffff"), 1)).isEmpty();
    assertThat(places.take(address("2001:db8:0:2::1"), 1)).isPresent();
  }

  @Test
  void whoHasNoneIsNotRemembered() {
    List<Place> taken = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      places.take(address("192.0.2." + i % 250), 4).ifPresent(taken::add);
    }
    assertThat(taken).hasSize(1_000);
    assertThat(places.take(address("192.0.2.1"), 4)).isEmpty();
    taken.forEach(Place::giveBack);
    assertThat(places.areFree()).isTrue();
  }

  @Test
  void amongManyAtOnceThereAreNeverMoreThanTheMostAndNoneIsLost() throws Exception {
    var taken = new ConcurrentLinkedQueue<Place>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int n = 0; n < 1_000; n++) {
                  places.take(address("192.0.2.1"), 500).ifPresent(taken::add);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).hasSize(500);
    taken.parallelStream().forEach(Place::giveBack);
    assertThat(places.areFree()).isTrue();
  }

  private static InetAddress address(String text) {
    return TrustedProxies.address(text).orElseThrow();
  }
}
