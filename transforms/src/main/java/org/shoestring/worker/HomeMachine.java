package org.shoestring.worker;

import java.io.Serializable;
import java.util.Optional;
import org.shoestring.files.HostName;

/**
 * The machine on which a pipeline was made, as its workers know it: what fails on another one is
 * told with that one's name.
 *
 * @param host its name
 */
public record HomeMachine(String host) implements Serializable {

  /** This one. */
  public static HomeMachine here() {
    return new HomeMachine(HostName.get());
  }

  /** The name of the machine of this process, if it is another one. */
  public Optional<String> other() {
    String here = HostName.get();
    return here.equals(host) ? Optional.empty() : Optional.of(here);
  }
}
