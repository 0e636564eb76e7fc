import Herd.Basic
import Herd.Growth
