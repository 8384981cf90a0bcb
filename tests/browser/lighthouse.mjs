// Here, because packages are found from where they are installed.
export { default } from "lighthouse";
